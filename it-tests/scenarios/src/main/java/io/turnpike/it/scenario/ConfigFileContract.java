package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.LauncherScript;
import io.turnpike.it.harness.LauncherScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./turnpike config}: the configuration as a file, out of a gateway and back. */
public interface ConfigFileContract extends WithGateway {

    String FIRST_LINE = "// the first line";

    private Ended config(Path directory, String action, String file, String key) {
        return LauncherScript.run(
                directory,
                Map.of("APIKEY", key),
                "config",
                action,
                file,
                "--gateway",
                gateway().address());
    }

    @Test
    default void config_exportEditDiffApply_leadsThereAndBack(@TempDir Path directory) throws IOException {
        Owner owner = Owner.register(gateway(), FIRST_LINE + "\nservice Echo {\n  string whoami()\n}\n");
        for (String file : new String[] {"gateway.yaml", "gateway.json"}) {
            Ended exported = config(directory, "export", file, MASTER_KEY);
            assertThat(exported.status()).as("%s", exported).isZero();
            String text = Files.readString(directory.resolve(file));
            assertThat(text).contains(owner.id(), owner.service()).doesNotContain(owner.apiKey());
            Ended same = config(directory, "diff", file, MASTER_KEY);
            assertThat(same.status()).as("%s", same).isZero();
        }
        Path yaml = directory.resolve("gateway.yaml");
        String before = Files.readString(yaml);
        int place = before.indexOf(FIRST_LINE, before.indexOf("OwnerId: " + owner.id()));
        assertThat(place).as("the IDL is a block of lines in %s", before).isPositive();
        int start = before.lastIndexOf('\n', place) + 1;
        String indent = before.substring(start, place);
        Files.writeString(yaml, before.substring(0, start) + indent + "// edited\n" + before.substring(start));

        String pointer = "~ /Owners/" + owner.id() + "/Services/" + owner.service() + "/IdlContent";
        Ended different = config(directory, "diff", "gateway.yaml", MASTER_KEY);
        assertThat(different.status()).as("%s", different).isEqualTo(1);
        assertThat(different.output()).contains(pointer, "    + // edited");
        Ended applied = config(directory, "apply", "gateway.yaml", MASTER_KEY);
        assertThat(applied.status()).as("%s", applied).isZero();
        assertThat(applied.output()).contains(pointer, "gateway.yaml is applied, revision ");
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .body())
                .contains("// edited");
        Ended again = config(directory, "apply", "gateway.yaml", MASTER_KEY);
        assertThat(again.status()).as("%s", again).isZero();
        assertThat(again.output()).contains("Nothing had to be changed");

        Files.writeString(yaml, Files.readString(yaml).replace("// edited", "struct {"));
        Ended refused = config(directory, "apply", "gateway.yaml", MASTER_KEY);
        assertThat(refused.status()).as("%s", refused).isEqualTo(2);
        int line = 1 + (int) before.substring(0, start).lines().count();
        assertThat(refused.output()).contains("gateway.yaml:" + line + ":");
        Ended wrongKey = config(directory, "diff", "gateway.yaml", owner.apiKey());
        assertThat(wrongKey.status()).as("%s", wrongKey).isEqualTo(2);
        assertThat(wrongKey.output()).contains("This takes the master key");
    }
}
