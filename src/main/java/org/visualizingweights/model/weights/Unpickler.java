package org.visualizingweights.model.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.StoredTensor.Storage;

/**
 * Reads a pickle without doing what it says: it knows the names that a state dict needs, and makes
 * of every other one a {@link Foreign} thing, which is passed over. Nothing is looked up in Java or
 * called there.
 *
 * <p>A pickle becomes strings, {@link Long}s or {@link BigInteger}s, {@link Double}s, {@link
 * Boolean}s, {@link Nothing}, lists (tuples are unmodifiable ones), maps, {@link StoredTensor}s and
 * their storages, and foreign things. Nothing here walks through what was built, so that neither
 * depth nor sharing can make the work more than one step for each instruction.
 *
 * <p>The instructions are those of Python's <a
 * href="https://github.com/python/cpython/blob/v3.11.2/Lib/pickletools.py">pickletools.py</a> that
 * its protocols 2, with which PyTorch pickles unless told otherwise, to 5 write.
 */
final class Unpickler {
  /** Python's None. */
  enum Nothing {
    NONE
  }

  /**
   * What no state dict needs: a class, a function, or whatever that would make. It was neither
   * looked up nor called; all there is are its name and, as for a kind of dict, its items.
   */
  static final class Foreign extends LinkedHashMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    private final String name;

    Foreign(String name) {
      this.name = name;
    }
  }

  /**
   * What came of a pickle.
   *
   * @param storages all that it refers to, by their keys
   * @param foreign the names of classes and functions that no state dict needs
   */
  record Unpickled(Object value, Map<String, Storage> storages, Set<String> foreign) {}

  private static final int OLDEST_PROTOCOL = 2;
  private static final int NEWEST_PROTOCOL = 5;

  /** A checkpoint of ResNet-18 with its optimizer has 20,000. */
  private static final int MOST_STEPS = 1_000_000;

  /** No name is longer. */
  private static final int MOST_TEXT = 1 << 20;

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Map<String, Storage> storages = new HashMap<>();
  private final Set<String> foreign = new LinkedHashSet<>();

  private Unpickler(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads one pickle.
   *
   * @param in at the pickle's first byte, and afterwards behind its last
   * @throws UnusableFile if it is cut short or damaged, or is nothing but what no state dict needs
   */
  static Unpickled read(ByteBuffer in) throws UnusableFile {
    in.order(ByteOrder.LITTLE_ENDIAN);
    try {
      Unpickler unpickler = new Unpickler(in);
      Object value = unpickler.run();
      if (value instanceof Foreign whole && whole.isEmpty()) {
        throw new UnusableFile(
            "is not a plain state dict: its pickle asks for %s, which is not needed for tensors"
                    .formatted(Printable.of(whole.name))
                + " and could do anything, so nothing of it was run or read");
      }
      return new Unpickled(value, unpickler.storages, unpickler.foreign);
    } catch (BufferUnderflowException e) {
      throw new UnusableFile("is cut short: its pickle has no end");
    }
  }

  private Object run() throws UnusableFile {
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      int instruction = Byte.toUnsignedInt(in.get());
      if (instruction == '.') {
        return pop();
      }
      step(instruction);
    }
    throw new UnusableFile(
        String.format(
            Locale.ROOT,
            "holds far more than a state dict: its pickle has over %,d instructions",
            MOST_STEPS));
  }

  private void step(int instruction) throws UnusableFile {
    switch (instruction) {
      case 0x80 -> protocol(oneByte());

      case 'N' -> push(Nothing.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) oneByte());
      case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
      case 0x8a -> push(integer(bytes(oneByte())));
      case 0x8b -> push(integer(bytes(fourBytes())));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> push(text(fourBytes(), StandardCharsets.UTF_8));
      case 0x8c -> push(text(oneByte(), StandardCharsets.UTF_8));
      case 0x8d -> push(text(in.getLong(), StandardCharsets.UTF_8));
      case 'U' -> push(text(oneByte(), StandardCharsets.ISO_8859_1)); // Python 2's str
      case 'T' -> push(text(fourBytes(), StandardCharsets.ISO_8859_1));
      case 'C' -> push(skipped(oneByte()));
      case 'B' -> push(skipped(fourBytes()));
      case 0x8e, 0x96 -> push(skipped(in.getLong()));

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
      case 0x8f -> push(new Foreign("set"));
      case 0x90 -> append(popMarked());
      case 0x91 -> {
        popMarked();
        push(new Foreign("frozenset"));
      }
      case '0' -> pop();
      case '1' -> popMarked();

      case 'q' -> memo.put(oneByte(), peek());
      case 'r' -> memo.put(in.getInt(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> push(remembered(oneByte()));
      case 'j' -> push(remembered(in.getInt()));

      case 0x95 -> in.getLong(); // the length of a frame, for those who read from a stream
      case 'c' -> push(named(line(), line()));
      case 0x93 -> push(named(tuple(2)));
      case 'R', 0x81 -> reduce();
      case 0x92 -> {
        pop();
        reduce();
      }
      case 'b' -> build();
      case 'Q' -> push(storage());

      default ->
          throw new UnusableFile(
              String.format(
                  Locale.ROOT,
                  "is not a state dict: its pickle has the instruction 0x%02x at byte %,d, which no state dict needs",
                  instruction,
                  in.position() - 1));
    }
  }

  private static void protocol(int version) throws UnusableFile {
    if (version < OLDEST_PROTOCOL || version > NEWEST_PROTOCOL) {
      throw new UnusableFile(
          "is pickled with protocol %s, and %s to %s are read; torch.save's own is %s"
              .formatted(version, OLDEST_PROTOCOL, NEWEST_PROTOCOL, OLDEST_PROTOCOL));
    }
  }

  /** A storage; what it is of may be foreign, and then it is. */
  private Object storage() throws UnusableFile {
    Object found = TorchNames.storage(pop());
    if (!(found instanceof Storage storage)) {
      return found;
    }
    Storage known = storages.putIfAbsent(storage.key(), storage);
    if (known != null && !known.equals(storage)) {
      throw damaged("it disagrees with itself about the storage " + Printable.of(storage.key()));
    }
    return storage;
  }

  private void reduce() throws UnusableFile {
    Object arguments = pop();
    Object name = pop();
    if (name instanceof Foreign callable && arguments instanceof List) {
      push(new Foreign(callable.name));
    } else if (name instanceof TorchNames.Function function && arguments instanceof List<?> list) {
      push(function.call(list));
    } else {
      throw damaged("it calls what cannot be called");
    }
  }

  private Object named(List<?> moduleAndName) throws UnusableFile {
    if (moduleAndName.get(0) instanceof String module
        && moduleAndName.get(1) instanceof String name) {
      return named(module, name);
    }
    throw damaged("it asks for what has no name");
  }

  private Object named(String module, String name) {
    Optional<Object> known = TorchNames.known(module, name);
    if (known.isEmpty()) {
      foreign.add(module + "." + name);
    }
    return known.orElseGet(() -> new Foreign(module + "." + name));
  }

  /** Leaves out attributes: a state dict keeps versions of modules there. */
  private void build() throws UnusableFile {
    pop();
    if (!(peek() instanceof Map)) {
      throw damaged("it gives attributes to what has none");
    }
  }

  @SuppressWarnings("unchecked") // every ArrayList here was made by this class
  private void append(List<Object> items) throws UnusableFile {
    if (peek() instanceof ArrayList<?> list) {
      ((ArrayList<Object>) list).addAll(items);
    } else if (!(peek() instanceof Foreign)) {
      throw damaged("it appends to what is no list");
    }
  }

  @SuppressWarnings("unchecked") // every Map here was made by this class
  private void setItems(List<Object> keysAndValues) throws UnusableFile {
    if (!(peek() instanceof Map<?, ?> map)) {
      throw damaged("it sets items of what is no dict");
    }
    TorchNames.putAll((Map<Object, Object>) map, keysAndValues);
  }

  private Object remembered(int index) throws UnusableFile {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("it refers to what it has not said");
    }
    return value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object peek() throws UnusableFile {
    if (stack.size() <= bottom()) {
      throw damaged("it takes more than it has");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws UnusableFile {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** What lies below the last mark is not to be touched before the mark is gone. */
  private int bottom() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  private List<Object> tuple(int size) throws UnusableFile {
    if (stack.size() - size < bottom()) {
      throw damaged("it takes more than it has");
    }
    return Collections.unmodifiableList(popFrom(stack.size() - size));
  }

  private List<Object> popMarked() throws UnusableFile {
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

  private int oneByte() {
    return Byte.toUnsignedInt(in.get());
  }

  private long fourBytes() {
    return Integer.toUnsignedLong(in.getInt());
  }

  private byte[] bytes(long length) throws UnusableFile {
    byte[] bytes = new byte[checked(length)];
    in.get(bytes);
    return bytes;
  }

  private Object text(long length, Charset charset) throws UnusableFile {
    return length > MOST_TEXT ? skipped(length) : new String(bytes(length), charset);
  }

  private Foreign skipped(long length) throws UnusableFile {
    in.position(in.position() + checked(length));
    return new Foreign("bytes");
  }

  private int checked(long length) throws UnusableFile {
    if (length >= 0 && length <= in.remaining()) {
      return (int) length;
    }
    if (length >= 0 && length <= MOST_TEXT) {
      throw new BufferUnderflowException();
    }
    throw damaged("it has a text of " + Long.toUnsignedString(length) + " bytes");
  }

  private String line() throws UnusableFile {
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

  private static UnusableFile damaged(String what) {
    return new UnusableFile("is damaged: its pickle makes no sense, " + what);
  }
}
