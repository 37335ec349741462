/**
 * YAML read for people: every value knows its file, line and column, every mistake becomes a
 * message, and reading goes on after it. Used by the policy loader only.
 */
package dev.peregrine.policy.yaml;
