/**
 * Models of a bundle: trees, linear models and scorecards as plain immutable descriptions, the
 * readers of their files, and a plain evaluation that defines what a model's margin is.
 */
package dev.peregrine.policy.model;
