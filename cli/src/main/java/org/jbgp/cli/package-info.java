/** Work in progress. */
package org.jbgp.cli;
