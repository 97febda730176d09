package dev.berth.core.robot;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.configuration.Configuration;
import dev.berth.core.configuration.ConfigurationCheck;
import dev.berth.core.configuration.Items;

/// Refuses a prefix with which no robot could log in: a name in Basic credentials ends at a colon.
final class PrefixCheck implements ConfigurationCheck {
    private static final int CHARACTERS_MAX = 64;

    @Override
    public void check(Configuration before, Configuration after) {
        var prefix = after.value(Items.ROBOT_NAME_PREFIX);
        boolean isChanged = !prefix.equals(before.value(Items.ROBOT_NAME_PREFIX));
        boolean fits = prefix.length() <= CHARACTERS_MAX
                && prefix.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
        if (isChanged && !fits) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    Items.ROBOT_NAME_PREFIX.key() + ": write at most " + CHARACTERS_MAX
                            + " printable characters of ASCII, no blank and no colon");
        }
    }
}
