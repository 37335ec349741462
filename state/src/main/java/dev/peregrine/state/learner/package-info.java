/** What models that learn online remember of payments until they learn from them. */
package dev.peregrine.state.learner;
