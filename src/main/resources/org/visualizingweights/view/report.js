// The report: shows the runs that its own file holds. It asks nobody for anything.
import {EmbeddedSource} from 'view/embedded.js';
import {Viewer} from 'view/viewer.js';

const container = document.getElementById('runs-view');
try {
  const source = await EmbeddedSource.read(document.getElementById('runs-data'));
  new Viewer(container, source).start();
} catch (failure) {
  container.textContent = `The data of this report cannot be read: ${failure.message}`;
}
