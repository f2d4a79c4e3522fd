package io.turnpike.gateway.pull;

/**
 * A version of the rules of a plugin, as {@code version.json} names it.
 *
 * @param name the plugin's name
 * @param phase in BloomGateway's words, such as {@code access}
 * @param version what the source calls it; never empty
 */
public record PulledModule(String name, String phase, String version) {

    /** Where its rules are, from the cluster's place. */
    String path() {
        return "modules/" + phase + '/' + name + '/' + version + '/' + name + ".rules";
    }
}
