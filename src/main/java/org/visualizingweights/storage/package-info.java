/**
 * The storage of a run: one SQLite file of records, by kind and iteration, with DL4J's reports
 * beside them. {@link org.visualizingweights.storage.RunStorage} writes it, {@link
 * org.visualizingweights.storage.StorageReader} reads it. The package does not know what is
 * recorded; it is the only one that knows SQL.
 *
 * <h2>The file</h2>
 *
 * In its header, SQLite's {@code application_id} is 0x56697a57, "VizW", and {@code user_version} is
 * the version of what follows: 1. The records are in one table.
 *
 * <pre>
 * CREATE TABLE Records (
 *   Written INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order in which they were written
 *   Kind TEXT NOT NULL,
 *   Iteration INTEGER NOT NULL,  -- of the whole run, from 0; -1: the header of the kind
 *   Millis INTEGER NOT NULL,     -- when it was recorded, in milliseconds since 1970, UTC
 *   Bytes BLOB NOT NULL,
 *   UNIQUE (Kind, Iteration))
 * </pre>
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><th>Kind</th><th>Record of an iteration</th><th>Header</th></tr>
 * <tr><td>Run</td><td></td><td>the name of the run, in UTF-8</td></tr>
 * <tr><td>ActivationCaptures</td><td>what the vertices did</td><td>which, and the bins</td></tr>
 * <tr><td>ParameterNorms</td><td>norms of weights, gradients, updates</td><td>of which
 * layers</td></tr>
 * <tr><td>Kernels</td><td>the kernels of a convolution, where they had changed</td><td></td></tr>
 * </table>
 *
 * <p>What bytes are made of, {@link org.visualizingweights.storage.Encoder} says; which they are,
 * the classes {@code CaptureFormat} and {@code ParameterFormat} beside what they encode. So each
 * kind has a version of its own; all from the first on are read.
 *
 * <p>The tables {@code StorageMetaData}, {@code StaticInfo} and {@code Updates} are those of DL4J's
 * {@code J7FileStatsStorage}, with what its {@code StatsListener} reported.
 *
 * <h2>Older files</h2>
 *
 * A file without that application id in which there is a table {@code CapturedSteps} has its
 * records among DL4J's: {@code OldLayout} knows where. It is read as it is, and converted when its
 * run is resumed.
 */
package org.visualizingweights.storage;
