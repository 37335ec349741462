/** Lists from files: their entries as rows, and as the events that put them there. */
package dev.peregrine.replay.lists;
