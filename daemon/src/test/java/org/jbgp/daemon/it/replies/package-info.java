/** What the control socket answers: beside BIRD, command by command, and to the programs that read it. */
package org.jbgp.daemon.it.replies;
