/**
 * What a record of an entity holds, and the history of its events beside it, all off-heap: layouts,
 * paged memory, the ring of events and the windows' cursors over it. Where the records live is the
 * store's matter. One thread.
 */
package dev.peregrine.state.history;
