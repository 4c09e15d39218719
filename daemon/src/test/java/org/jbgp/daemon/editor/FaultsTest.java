package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.Test;

class FaultsTest {
    /** Only LSP4J's own methods say by this exception that there is no such method. */
    @Test
    void anOperationThatTheServerItselfDoesNotSupportIsAFaultOfIt() {
        CompletionException failure =
                new CompletionException(Faults.fault(new UnsupportedOperationException("secret")));

        assertThat(Faults.answer(failure).getCode()).isEqualTo(ResponseErrorCode.InternalError.getValue());
        assertThat(Faults.answer(failure).getMessage())
                .startsWith("internal error: UnsupportedOperationException at org.jbgp")
                .doesNotContain("secret");
    }
}
