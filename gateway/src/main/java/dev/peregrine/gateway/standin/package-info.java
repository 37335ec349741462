/**
 * Stand-ins: what a gateway answers when the engine gives no decision in time, the spool in which
 * they are kept until the engine has heard of them, and their way there. {@link
 * dev.peregrine.gateway.standin.StandIns} is the entry.
 */
package dev.peregrine.gateway.standin;
