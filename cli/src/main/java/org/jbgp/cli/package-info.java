/**
 * {@code jbgpctl}: sends control commands to a running jbgpd and prints the answers. It knows nothing but the control
 * protocol of BIRD, so it also works with BIRD itself. Start with {@link org.jbgp.cli.Jbgpctl}; {@code ControlClient}
 * holds the connection and the framing.
 */
package org.jbgp.cli;
