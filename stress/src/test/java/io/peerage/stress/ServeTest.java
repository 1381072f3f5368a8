/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.stress.example.EchoServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the server says when it is interrupted. */
class ServeTest {
    @Test
    void allThatItTellsIsWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintWriter out = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
        try (EchoServer server = new EchoServer(0, PeerManager.builder())) {
            ServeCommand.tell(server, out);
            // Less than a writer keeps back until it is flushed.
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isNotEmpty().hasSizeLessThan(8_192);
        }
    }
}
