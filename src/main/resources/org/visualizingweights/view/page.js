// The page of the server: shows the runs that it has, and goes on with those that are running.
import {ServerSource} from 'view/source.js';
import {Viewer} from 'view/viewer.js';

const api = new URL('../api/', import.meta.url);
new Viewer(document.getElementById('runs-view'), new ServerSource(api)).start();
