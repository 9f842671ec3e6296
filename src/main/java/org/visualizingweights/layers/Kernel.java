package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/**
 * A oneDNN primitive with places for its arguments: built once, executed at every step, on whatever
 * memory it is given then. Nothing is allocated in between.
 *
 * <p>Not thread-safe.
 */
final class Kernel {

  /** The owner of {@link #handle}, which lives as long as this. */
  private final primitive primitive;

  private final dnnl_primitive handle;
  private final dnnl_stream stream = OneDnn.stream().get();
  private final List<memory> memories = new ArrayList<>();
  private final dnnl_memory[] handles;
  private final long[] addresses;
  private final dnnl_exec_arg_t arguments;

  private Kernel(primitive primitive, List<Integer> names, List<memory.desc> layouts) {
    this.primitive = primitive;
    this.handle = primitive.get();
    this.handles = new dnnl_memory[names.size()];
    this.addresses = new long[names.size()];
    this.arguments = new dnnl_exec_arg_t(names.size());
    for (int i = 0; i < names.size(); i++) {
      memory memory = new memory(layouts.get(i), OneDnn.engine(), new Pointer());
      memories.add(memory);
      handles[i] = memory.get();
      arguments.getPointer(i).arg(names.get(i)).memory(handles[i]);
    }
  }

  static Builder of(primitive primitive) {
    return new Builder(primitive);
  }

  /**
   * Combines two arrays value by value.
   *
   * @param length of both arrays, and of the result
   */
  static Kernel elementwise(algorithm operation, long length) {
    memory.desc flat = OneDnn.desc(memory.format_tag.a, length);
    var description =
        new binary.primitive_desc(new binary.desc(operation, flat, flat, flat), OneDnn.engine());
    return of(new binary(description))
        .argument(DNNL_ARG_SRC_0, flat)
        .argument(DNNL_ARG_SRC_1, flat)
        .argument(DNNL_ARG_DST, flat)
        .build();
  }

  /** Copies from one layout to another. */
  static Kernel reorder(memory.desc from, memory.desc to) {
    var description = new reorder.primitive_desc(OneDnn.engine(), from, OneDnn.engine(), to);
    return of(new reorder(description))
        .argument(DNNL_ARG_FROM, from)
        .argument(DNNL_ARG_TO, to)
        .build();
  }

  /** Executes on these arguments, given in the order in which the builder named them. */
  void run(Pointer... data) {
    if (data.length != addresses.length) {
      throw new IllegalArgumentException(
          "This kernel takes " + addresses.length + " arguments, not " + data.length);
    }
    for (int i = 0; i < data.length; i++) {
      bind(i, data[i]);
    }
    check(dnnl_primitive_execute(handle, stream, addresses.length, arguments), "execute");
  }

  private void bind(int i, Pointer data) {
    long address = data.address() + data.position() * data.sizeof();
    if (addresses[i] != address) {
      check(dnnl_memory_set_data_handle(handles[i], data), "set_data_handle");
      addresses[i] = address;
    }
  }

  static void check(int status, String call) {
    if (status != 0) {
      throw new IllegalStateException("oneDNN: " + call + " failed with status " + status);
    }
  }

  /** Names the arguments of a kernel, in the order in which {@link Kernel#run} takes them. */
  static final class Builder {
    private final primitive primitive;
    private final List<Integer> names = new ArrayList<>();
    private final List<memory.desc> layouts = new ArrayList<>();

    private Builder(primitive primitive) {
      this.primitive = primitive;
    }

    /**
     * @param name one of oneDNN's {@code DNNL_ARG_...}
     */
    Builder argument(int name, memory.desc layout) {
      names.add(name);
      layouts.add(layout);
      return this;
    }

    Kernel build() {
      return new Kernel(primitive, names, layouts);
    }
  }
}
