/** Work in progress. */
package org.jbgp.daemon;
