/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.DocCommand;
import io.peerage.testing.DocFence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of Maven in the documents names phases, modules, profiles, properties and tests that there are. */
class MavenCommandsTest {
    private static final Poms POMS = Poms.ofTheProject();

    static Stream<DocCommand> commands() {
        return DocCommand.all("mvn").stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsPossible(DocCommand command) {
        assertThat(POMS.problems(command.arguments())).isEmpty();
    }

    @Test
    void thereAreCommands() {
        assertThat(commands().map(DocCommand::document))
                .contains("README.md", "CONTRIBUTING.md", "docs/releasing.md", "docs/libp2p.md");
    }

    @ParameterizedTest
    @CsvSource({
        "mvn -B verfy, verfy",
        "mvn -B verify -Pproofs, proofs",
        "mvn -B verify -pl cor, cor",
        "mvn -B verify -Dpeerage.test.scael=20, peerage.test.scael",
        "mvn -B verify -Dtest=NobodysTest, NobodysTest",
        "mvn -B --verbos verify, --verbos",
        "mvn spotted:apply, spotted",
        "mvn pitest:mutationCoverage@queue, queue",
        "mvn -B, no phase",
    })
    void whatIsWrongIsFound(String text, String what) {
        List<DocCommand> commands = DocCommand.in(new DocFence("docs/some.md", 7, "sh", text));
        assertThat(commands).hasSize(1);
        assertThat(POMS.problems(commands.get(0).arguments()))
                .singleElement()
                .asString()
                .contains(what);
    }

    /** What users are told to put into their POM is what we publish. */
    @Test
    void dependenciesAreOurs() {
        List<DocFence> blocks = DocFence.all("xml");
        assertThat(blocks).extracting(DocFence::document).contains("README.md");
        for (DocFence block : blocks) {
            assertThat(POMS.dependencyProblems(block.text())).as(block.toString()).isEmpty();
        }
    }

    @Test
    void wrongDependenciesAreFound() {
        String good = DocFence.all("xml").get(0).text();
        assertThat(POMS.dependencyProblems(good.replace("peerage-core", "peerage-kernel")))
                .singleElement()
                .asString()
                .contains("peerage-kernel");
        assertThat(POMS.dependencyProblems(good.replace("peerage-core", "peerage-stress")))
                .singleElement()
                .asString()
                .contains("peerage-stress", "isn't published");
        assertThat(POMS.dependencyProblems(good.replaceAll("<version>.*<", "<version>9.9<")))
                .singleElement()
                .asString()
                .contains("9.9");
        assertThat(POMS.dependencyProblems("<dependency><groupId>a</groupId></dependency>"))
                .isNotEmpty();
    }
}
