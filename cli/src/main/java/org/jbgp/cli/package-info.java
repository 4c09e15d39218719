/**
 * {@code jbgpctl}: sends control commands to a running jbgpd and prints the answers. It knows nothing but the control
 * protocol of BIRD, so it also works with BIRD itself. Start with {@link org.jbgp.cli.Jbgpctl}; the connection is in
 * {@code client}, what may come next in a command in {@code words}, the prompt in {@code prompt}.
 */
package org.jbgp.cli;
