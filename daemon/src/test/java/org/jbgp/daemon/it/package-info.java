/** jbgpd as a process in front of real routers of other makers, in the laboratory of {@link org.jbgp.daemon.lab}. */
package org.jbgp.daemon.it;
