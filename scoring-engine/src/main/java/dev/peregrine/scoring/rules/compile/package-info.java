/**
 * Rules as code of the JVM: expressions of the policy module compiled to hidden classes that box
 * and allocate nothing.
 */
package dev.peregrine.scoring.rules.compile;
