package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HomographyTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  @Test
  void warpTakesTheFourPointsOfFastaiToTheCorners() {
    // symmetric_warp: targ_pts of m = (a, b, c, d), and _orig_pts.
    double a = 0.1;
    double b = -0.2;
    double c = 0.05;
    double d = 0.15;
    Homography warp = Homography.warp(a, b, c, d);

    assertThat(warp.apply(-1 - d, -1 - b)).containsExactly(new double[] {-1, -1}, EXACTLY);
    assertThat(warp.apply(-1 - c, 1 + b)).containsExactly(new double[] {-1, 1}, EXACTLY);
    assertThat(warp.apply(1 + d, -1 - a)).containsExactly(new double[] {1, -1}, EXACTLY);
    assertThat(warp.apply(1 + c, 1 + a)).containsExactly(new double[] {1, 1}, EXACTLY);
  }

  @Test
  void noWarpIsTheIdentity() {
    assertThat(Homography.warp(0, 0, 0, 0).apply(0.3, -0.7))
        .containsExactly(new double[] {0.3, -0.7}, EXACTLY);
  }

  @Test
  void rotationTurnsByTheAngle() {
    // The rotation matrix of 30 degrees, by hand: cos = sqrt(3)/2, sin = 1/2.
    assertThat(Homography.rotation(30).apply(1, 0))
        .containsExactly(new double[] {Math.sqrt(3) / 2, 0.5}, EXACTLY);
  }

  @Test
  void zoomKeepsItsPointAndShowsAPartOfTheImage() {
    Homography zoom = Homography.zoom(2, 1, 0);

    assertThat(zoom.apply(1, -1)).containsExactly(new double[] {1, -1}, EXACTLY);
    assertThat(zoom.apply(-1, 1)).containsExactly(new double[] {0, 0}, EXACTLY);
  }

  @Test
  void aProductAppliesTheRightMapFirst() {
    Homography product = Homography.flip().times(Homography.zoom(2, 1, 0));

    assertThat(product.apply(1, -1)).containsExactly(new double[] {-1, -1}, EXACTLY);
  }

  @Test
  void theInverseLeadsBack() {
    Homography map = Homography.rotation(20).times(Homography.warp(0.2, -0.1, 0.1, 0));

    assertThat(map.inverse().times(map).apply(0.4, 0.6))
        .containsExactly(new double[] {0.4, 0.6}, EXACTLY);
  }
}
