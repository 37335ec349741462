/**
 * Models ready to run: a flat layout of trees and a scorer for single rows, and how a payment's
 * features and fields become a model's row.
 */
package dev.peregrine.scoring.model;
