/** What the daemon writes its messages with; where they go is up to {@code control.log}. */
package org.jbgp.daemon.log;
