/**
 * Filters as bytecode: the compiler, what compiled filters call, and the cache that keeps them over a reload. Start
 * with {@link org.jbgp.daemon.policy.compile.PolicyCompiler}.
 *
 * <p>Not here: what a filter sees of a route ({@code policy}), and the interpreter (the module {@code config-grammar}).
 */
package org.jbgp.daemon.policy.compile;
