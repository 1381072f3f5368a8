/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.model.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFileTest {
    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("nodes.txt"), text);
    }

    @Test
    void readsAllKindsInOrder() throws IOException {
        Path file =
                file(
                        """
                        # a comment

                        203.0.113.7:8333
                          198.51.100.1:1   # with a comment of its own
                        [2001:db8::7]:8333
                        [::ffff:192.0.2.1]:5
                        [fc11:f769::1]:8333
                        22pis7zmm4r466tciqekpwjwzf2qi3a536bow7k5tu5kxgmbvrkq.b32.i2p:0
                        ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcdefghijklmnopqrstuvwx.onion:8333
                        [fd00::1]:65535
                        """);

        assertThat(AddressFile.read(file))
                .containsExactly(
                        IpAddress.parse("203.0.113.7"),
                        IpAddress.parse("198.51.100.1"),
                        IpAddress.parse("2001:db8::7"),
                        IpAddress.parse("192.0.2.1"),
                        IpAddress.NONE,
                        IpAddress.NONE,
                        IpAddress.NONE,
                        IpAddress.parse("fd00::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "203.0.113.7:",
                "203.0.113.7:65536",
                "203.0.113.7:x",
                "203.0.113.7:-1",
                "203.0.113.300:1",
                "203.0.113:1",
                "2001:db8::7:8333",
                "[2001:db8::7]",
                "[2001:db8::zz]:1",
                "[203.0.113.7]:1",
                "[]:1",
                "[fe80::1%eth0]:1",
                "example.org:80",
                ".onion:1",
                ":1",
                "nonsense"
            })
    void namesLineAndTextOfWhatItCantRead(String bad) throws IOException {
        Path file = file("203.0.113.7:8333\n# comment\n" + bad + " # why\n198.51.100.1:1\n");

        assertThatThrownBy(() -> AddressFile.read(file))
                .isInstanceOf(AddressFileException.class)
                .hasMessageContaining("nodes.txt, line 3: '" + bad + "'")
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysWhatIsWrongWithTheFileItself() throws IOException {
        assertThatThrownBy(() -> AddressFile.read(folder.resolve("none.txt")))
                .hasMessageContaining("none.txt does not exist");
        assertThatThrownBy(() -> AddressFile.read(folder)).hasMessageContaining("can't be read");
        assertThatThrownBy(() -> AddressFile.read(file("# nothing\n\n")))
                .hasMessageContaining("no address");
        Path binary =
                Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> AddressFile.read(binary)).hasMessageContaining("not UTF-8");
    }

    @Test
    void shortensLongText() throws IOException {
        Path file = file("x".repeat(10_000));

        assertThatThrownBy(() -> AddressFile.read(file))
                .satisfies(problem -> assertThat(problem.getMessage()).hasSizeLessThan(300));
    }
}
