// Where the live page has its runs from: the server. EmbeddedSource has the same methods.

/** A request that was answered with an error, or (status 0) not at all. */
export class SourceError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class ServerSource {
  /** Runs may be going on, and new ones may come. */
  live = true;

  constructor(base) {
    this.base = base;
  }

  runs() {
    return this.#get('runs');
  }

  run(id) {
    return this.#get('run', {id});
  }

  progress(id) {
    return this.#get('progress', {id});
  }

  /** Columns of [from, to], `per` steps each. */
  columns(id, {from, to, per, scale}, signal) {
    return this.#get('columns', {id, from, to, per, scale}, signal);
  }

  parameters(id, {from, to, width}) {
    return this.#get('parameters', {id, from, to, width});
  }

  kernels(id, step) {
    return this.#get('kernels', {id, step});
  }

  findings(id) {
    return this.#get('findings', {id});
  }

  /** Starts a download of every captured step of [from, to]. */
  download(id, {from, to, what, format}) {
    const link = document.createElement('a');
    link.href = this.#url('download', {id, from, to, what, format});
    link.download = '';
    link.click();
  }

  #url(name, parameters) {
    const url = new URL(name, this.base);
    for (const [key, value] of Object.entries(parameters)) {
      if (value !== null && value !== undefined) {
        url.searchParams.set(key, value);
      }
    }
    return url;
  }

  async #get(name, parameters = {}, signal) {
    let response;
    try {
      response = await fetch(this.#url(name, parameters), {signal, cache: 'no-store'});
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      throw new SourceError('The server does not answer.', 0);
    }
    if (!response.ok) {
      const told = await response.json().catch(() => ({}));
      throw new SourceError(told.error ?? `The server answers ${response.status}.`, response.status);
    }
    return response.json();
  }
}
