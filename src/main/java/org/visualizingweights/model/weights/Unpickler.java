package org.visualizingweights.model.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.visualizingweights.data.DamagedFile;
import org.visualizingweights.model.weights.StoredTensor.Storage;

/**
 * Reads a pickle without doing what it says: it knows the instructions and the names that a state
 * dict needs, and refuses every other one. Nothing is looked up in Java or called there.
 *
 * <p>A pickle becomes strings, {@link Long}s or {@link BigInteger}s, {@link Double}s, {@link
 * Boolean}s, {@link Nothing}, lists (tuples are unmodifiable ones), maps, {@link StoredTensor}s and
 * their storages. Nothing here walks through what was built, so that neither depth nor sharing can
 * make the work more than one step for each instruction.
 *
 * <p>The instructions are those of Python's <a
 * href="https://github.com/python/cpython/blob/v3.11.2/Lib/pickletools.py">pickletools.py</a> up to
 * protocol 2, with which PyTorch pickles.
 */
final class Unpickler {
  /** Python's None. */
  enum Nothing {
    NONE
  }

  /**
   * What came of a pickle.
   *
   * @param storages all that it refers to, by their keys
   */
  record Unpickled(Object value, Map<String, Storage> storages) {}

  private static final int PROTOCOL = 2;

  /** A checkpoint of ResNet-18 with its optimizer has 20,000. */
  private static final int MOST_STEPS = 1_000_000;

  private static final int MOST_TEXT = 1 << 20;

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Map<String, Storage> storages = new HashMap<>();

  private Unpickler(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads one pickle.
   *
   * @param in at the pickle's first byte, and afterwards behind its last
   * @throws DamagedFile if it is cut short or damaged, or wants something that no state dict needs
   */
  static Unpickled read(ByteBuffer in) throws DamagedFile {
    in.order(ByteOrder.LITTLE_ENDIAN);
    try {
      Unpickler unpickler = new Unpickler(in);
      return new Unpickled(unpickler.run(), unpickler.storages);
    } catch (BufferUnderflowException e) {
      throw new DamagedFile("is cut short: its pickle has no end");
    }
  }

  private Object run() throws DamagedFile {
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      int instruction = Byte.toUnsignedInt(in.get());
      if (instruction == '.') {
        return pop();
      }
      step(instruction);
    }
    throw new DamagedFile(
        "holds far more than a state dict: its pickle has over %,d instructions"
            .formatted(MOST_STEPS));
  }

  private void step(int instruction) throws DamagedFile {
    switch (instruction) {
      case 0x80 -> protocol(Byte.toUnsignedInt(in.get()));

      case 'N' -> push(Nothing.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
      case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
      case 0x8a -> push(integer(bytes(Byte.toUnsignedInt(in.get()))));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> push(new String(bytes(in.getInt()), StandardCharsets.UTF_8));
      case 'U' -> push(text(bytes(Byte.toUnsignedInt(in.get())))); // Python 2's str
      case 'T' -> push(text(bytes(in.getInt())));

      case '(' -> marks.push(stack.size());
      case ')' -> push(List.of());
      case 't' -> push(Collections.unmodifiableList(popMarked()));
      case 0x85 -> push(tuple(1));
      case 0x86 -> push(tuple(2));
      case 0x87 -> push(tuple(3));
      case ']' -> push(new ArrayList<>());
      case 'a' -> append(tuple(1));
      case 'e' -> append(popMarked());
      case '}' -> push(new LinkedHashMap<>());
      case 's' -> setItems(tuple(2));
      case 'u' -> setItems(popMarked());

      case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), peek());
      case 'r' -> memo.put(in.getInt(), peek());
      case 'h' -> push(remembered(Byte.toUnsignedInt(in.get())));
      case 'j' -> push(remembered(in.getInt()));

      case 'c' -> push(TorchNames.named(line(), line()));
      case 'R' -> reduce();
      case 'b' -> build();
      case 'Q' -> push(storage());

      default ->
          throw new DamagedFile(
              "is not a state dict: its pickle has the instruction 0x%02x at byte %,d, which no state dict needs"
                  .formatted(instruction, in.position() - 1));
    }
  }

  private static void protocol(int version) throws DamagedFile {
    if (version > PROTOCOL) {
      throw new DamagedFile(
          "is pickled with protocol %d, and torch.save's own is %d".formatted(version, PROTOCOL));
    }
  }

  private Storage storage() throws DamagedFile {
    Storage storage = TorchNames.storage(pop());
    Storage known = storages.putIfAbsent(storage.key(), storage);
    if (known != null && !known.equals(storage)) {
      throw damaged("it disagrees with itself about the storage " + Printable.of(storage.key()));
    }
    return storage;
  }

  private void reduce() throws DamagedFile {
    Object arguments = pop();
    Object name = pop();
    if (!(name instanceof TorchNames.Function function) || !(arguments instanceof List<?> list)) {
      throw damaged("it calls what cannot be called");
    }
    push(function.call(list));
  }

  /** Leaves out the attributes of an OrderedDict: a state dict keeps versions of modules there. */
  private void build() throws DamagedFile {
    pop();
    if (!(peek() instanceof Map)) {
      throw damaged("it gives attributes to what has none");
    }
  }

  @SuppressWarnings("unchecked") // every ArrayList here was made by this class
  private void append(List<Object> items) throws DamagedFile {
    if (!(peek() instanceof ArrayList<?> list)) {
      throw damaged("it appends to what is no list");
    }
    ((ArrayList<Object>) list).addAll(items);
  }

  @SuppressWarnings("unchecked") // every Map here was made by this class
  private void setItems(List<Object> keysAndValues) throws DamagedFile {
    if (!(peek() instanceof Map<?, ?> map)) {
      throw damaged("it sets items of what is no dict");
    }
    TorchNames.putAll((Map<Object, Object>) map, keysAndValues);
  }

  private Object remembered(int index) throws DamagedFile {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("it refers to what it has not said");
    }
    return value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object peek() throws DamagedFile {
    if (stack.size() <= bottom()) {
      throw damaged("it takes more than it has");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws DamagedFile {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** What lies below the last mark is not to be touched before the mark is gone. */
  private int bottom() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  private List<Object> tuple(int size) throws DamagedFile {
    if (stack.size() - size < bottom()) {
      throw damaged("it takes more than it has");
    }
    return Collections.unmodifiableList(popFrom(stack.size() - size));
  }

  private List<Object> popMarked() throws DamagedFile {
    if (marks.isEmpty()) {
      throw damaged("it takes more than it has");
    }
    return popFrom(marks.pop());
  }

  private List<Object> popFrom(int start) {
    List<Object> top = stack.subList(start, stack.size());
    List<Object> popped = new ArrayList<>(top);
    top.clear();
    return popped;
  }

  private byte[] bytes(int length) throws DamagedFile {
    if (length < 0 || length > MOST_TEXT) {
      throw damaged("it has a text of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private String line() throws DamagedFile {
    int start = in.position();
    while (in.get() != '\n') {
      if (in.position() - start > MOST_TEXT) {
        throw damaged("it has a name without an end");
      }
    }
    byte[] line = new byte[in.position() - start - 1];
    in.get(start, line);
    return new String(line, StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A {@link Long} where it fits. */
  private static Number integer(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    BigInteger value = bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  private static DamagedFile damaged(String what) {
    return new DamagedFile("is damaged: its pickle makes no sense, " + what);
  }
}
