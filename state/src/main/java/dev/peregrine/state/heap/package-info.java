/**
 * Feature state as plain heap objects: every window is counted anew at every event. Slow and
 * obvious; the oracle against which the fast store is tested.
 */
package dev.peregrine.state.heap;
