/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Docs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every link of a document within the project leads to a file, and to a heading of it if it names one. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)]*))?\\)");

    @TempDir private Path folder;

    /** What a heading is called in a link, by the rules of the usual hosts of Markdown. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new HashSet<>();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            fenced ^= line.startsWith("```");
            if (!fenced && line.matches("#{1,6} .+")) {
                String plain =
                        line.replaceFirst("#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
                String name =
                        plain.toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-');
                int again = 0;
                String unique = name;
                while (!anchors.add(unique)) {
                    unique = name + "-" + ++again;
                }
            }
        }
        return anchors;
    }

    private static List<String> broken(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(Files.readString(document));
        while (link.find()) {
            Path target =
                    link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            boolean good =
                    Files.exists(target)
                            && (link.group(2) == null
                                    || anchors(Files.readString(target)).contains(link.group(2)));
            if (!good) {
                broken.add(document.getFileName() + " → " + link.group());
            }
        }
        return broken;
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        assertThat(Docs.files()).hasSizeGreaterThan(40);
        for (Path document : Docs.files()) {
            broken.addAll(broken(document));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void whatLeadsNowhereIsFound() throws IOException {
        Files.writeString(folder.resolve("there.md"), "# Some: `words`, twice\n## End\n## End\n");
        Path here = folder.resolve("here.md");
        Files.writeString(
                here,
                "# Top\n[a](there.md) [b](there.md#some-words-twice) [c](there.md#end-1) [d](#top)"
                        + " [e](https://example.org/#x)\n[f](gone.md) [g](there.md#start) [h](#bottom)\n");
        assertThat(broken(here))
                .containsExactly(
                        "here.md → ](gone.md)",
                        "here.md → ](there.md#start)",
                        "here.md → ](#bottom)");
    }
}
