/**
 * The Java client over Aeron. {@link dev.peregrine.client.PeregrineClient} is one session, polled
 * by one thread; {@link dev.peregrine.client.RetryingClient} owns a thread, survives the loss of
 * session, node and media driver, and resends what is unanswered under the same event id.
 */
package dev.peregrine.client;
