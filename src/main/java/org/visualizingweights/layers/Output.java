package org.visualizingweights.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;

/**
 * The arrays that a layer writes its results to.
 *
 * <p>In a training step, where arrays are valid until the step's end only, it is the same array at
 * every step of the same shape. Everywhere else it is a new one each time, where Deeplearning4j
 * wants it: whoever asked for it may keep it.
 */
final class Output {

  private final ArrayType type;
  private DenseArray kept;

  Output(ArrayType type) {
    this.type = type;
  }

  DenseArray array(boolean training, LayerWorkspaceMgr workspaces, long... shape) {
    if (!training || workspaces.isScopedOut(type)) {
      try (MemoryWorkspace workspace = workspaces.notifyScopeBorrowed(type)) {
        return DenseArray.create(shape);
      }
    }
    if (kept == null || !Arrays.equals(kept.shape(), shape)) {
      kept = DenseArray.createDetached(shape);
    }
    return kept;
  }
}
