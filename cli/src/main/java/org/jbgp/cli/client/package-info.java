/**
 * The connection to a daemon: {@link org.jbgp.cli.client.ControlClient} sends commands and takes lines of replies,
 * {@link org.jbgp.cli.client.CommandText} makes a command of the words a shell gave. Nothing here prints anything or
 * knows what a command means.
 */
package org.jbgp.cli.client;
