package org.visualizingweights.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Progress;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.data.Split;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.ResNet18;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.run.Subject;
import org.visualizingweights.run.Versions;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingObserver;

/** One execution of an experiment: from its data to its charts. */
public final class ExperimentRun {
}
