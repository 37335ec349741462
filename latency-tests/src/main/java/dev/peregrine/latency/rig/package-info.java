/**
 * Open-loop load: requests leave on a schedule that answers do not change, and a latency counts
 * from the planned time, so that a stall shows in every request it delays.
 */
package dev.peregrine.latency.rig;
