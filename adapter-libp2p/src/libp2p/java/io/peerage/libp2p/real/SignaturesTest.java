/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.libp2p.testing.SignatureComparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our signatures of the library, each held against the class itself. */
class SignaturesTest {
    private static final Path OURS = Path.of(System.getProperty("peerage.signatures"));
    private static final String OUR_OWN = "io.libp2p.core.multiformats.Signatures";

    /** Loads our signatures in place of the library, and all else as usual. */
    private static final class OurLoader extends URLClassLoader {
        OurLoader() throws MalformedURLException {
            super(new URL[] {OURS.toUri().toURL()}, SignaturesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.libp2p.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    static List<String> classes() {
        try (Stream<Path> files = Files.walk(OURS)) {
            return files.map(OURS::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .map(name -> name.replace('/', '.'))
                    .filter(name -> !name.equals(OUR_OWN))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldFindOurSignatures() {
        assertThat(classes()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void shouldBeAsInTheLibrary(String name) throws Exception {
        try (OurLoader loader = new OurLoader()) {
            Class<?> ours = Class.forName(name, false, loader);
            Class<?> real = Class.forName(name, false, SignaturesTest.class.getClassLoader());
            assertThat(ours).isNotSameAs(real);

            assertThat(SignatureComparison.differences(ours, real)).isEmpty();
        }
    }
}
