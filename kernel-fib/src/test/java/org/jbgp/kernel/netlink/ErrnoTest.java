package org.jbgp.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Error numbers have the words that {@code strerror} has for them, whichever the kernel answers with. */
class ErrnoTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1, Operation not permitted",
        "3, No such process",
        "33, Numerical argument out of domain",
        "34, Numerical result out of range",
        "93, Protocol not supported",
        "97, Address family not supported by protocol",
        "99, Cannot assign requested address",
        "125, Operation canceled",
    })
    void words(int number, String words) {
        assertThat(Errno.text(number)).isEqualTo(words);
        assertThat(new KernelException("send", number)).hasMessage("send: " + words);
    }

    @ParameterizedTest
    @CsvSource({"0", "4095", "-1"})
    void neverEmpty(int number) {
        assertThat(Errno.text(number)).isNotBlank();
    }
}
