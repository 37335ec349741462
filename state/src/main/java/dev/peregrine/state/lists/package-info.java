/** Lists of values that rules look up: what is on them, until when, and why. */
package dev.peregrine.state.lists;
