package org.visualizingweights.layers;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of two inputs of equal shape. */
public final class OneDnnAdd extends ElementWiseVertex {

  private static final long serialVersionUID = 1L;

  OneDnnAdd() {
    super(Op.Add);
  }

  @Override
  public OneDnnAdd clone() {
    return new OneDnnAdd();
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return new AddVertex(graph, name, index, dataType);
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OneDnnAdd;
  }

  @Override
  public int hashCode() {
    return OneDnnAdd.class.hashCode();
  }
}
