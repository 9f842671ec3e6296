package org.visualizingweights.report;

import java.awt.Color;
import org.visualizingweights.report.Canvas.TextStyle;

/**
 * The colours and the letters of every chart. The colours are Okabe and Ito's, which colour-blind
 * people can tell apart.
 *
 * @see <a href="https://jfly.uni-koeln.de/color/">Color Universal Design</a>
 */
final class Ink {
  static final Color PAPER = Color.WHITE;
  static final Color BLACK = new Color(0x1a1a1a);
  static final Color GREY = new Color(0x5c5c5c);
  static final Color PALE = new Color(0xe4e4e4);
  static final Color BLUE = new Color(0x0072b2);
  static final Color LIGHT_BLUE = new Color(0xb7d8ea);
  static final Color ORANGE = new Color(0xe69f00);
  static final Color VERMILLION = new Color(0xd55e00);

  static final TextStyle TITLE = new TextStyle(22, true, BLACK);
  static final TextStyle SUBTITLE = new TextStyle(16, false, GREY);
  static final TextStyle TEXT = new TextStyle(14, false, BLACK);
  static final TextStyle NAME = new TextStyle(15, true, BLACK);
  static final TextStyle SMALL = new TextStyle(12, false, GREY);

  private Ink() {}
}
