/**
 * Policies that are scored beside the one that decides, from what that one has computed already.
 */
package dev.peregrine.scoring.shadow;
