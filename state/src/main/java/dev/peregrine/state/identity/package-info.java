/** Identities of events: which event ids have had their effect, so that none has it twice. */
package dev.peregrine.state.identity;
