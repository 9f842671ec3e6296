// Where the live page has its runs from: the server. EmbeddedSource has the same methods.

const NOT_MODIFIED = 304;

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

  #runs = [];
  #tag = null;

  constructor(base) {
    this.base = base;
  }

  /** The very same list for as long as nothing in it has changed. */
  async runs() {
    const response = await this.#ask('runs', {}, {headers: this.#tag && {'If-None-Match': this.#tag}});
    if (response.status !== NOT_MODIFIED) {
      this.#runs = await response.json();
      this.#tag = response.headers.get('ETag');
    }
    return this.#runs;
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

  async #get(name, parameters, signal) {
    return (await this.#ask(name, parameters, {signal})).json();
  }

  async #ask(name, parameters, {signal, headers}) {
    let response;
    try {
      response = await fetch(this.#url(name, parameters),
          {signal, headers: headers ?? {}, cache: 'no-store'});
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      throw new SourceError('The server does not answer.', 0);
    }
    if (!response.ok && response.status !== NOT_MODIFIED) {
      const told = await response.json().catch(() => ({}));
      throw new SourceError(told.error ?? `The server answers ${response.status}.`, response.status);
    }
    return response;
  }
}
