namespace Realtime.Protocol.Tests;

/// <summary>Which names are topics of this server.</summary>
public class TopicNameTests
{
    [Theory]
    [InlineData("realtime:acme", "acme")]
    [InlineData("realtime:a:b", "a:b")]
    [InlineData("realtime:realtime:", "realtime:")]
    [InlineData("realtime: ", " ")]
    [InlineData("realtime:it's \"quoted\"; --", "it's \"quoted\"; --")]
    [InlineData("realtime:日本 😀", "日本 😀")]
    public void The_key_is_whatever_follows_the_prefix(string name, string expected)
    {
        Assert.Equal(TopicNameKind.Ours, TopicName.Parse(name, out var key));
        Assert.Equal(expected, key.Value);
        Assert.Equal(name, key.Topic);
    }

    [Theory]
    [InlineData("")]
    [InlineData("phoenix")]
    [InlineData("realtime")]
    [InlineData("Realtime:acme")]
    [InlineData(" realtime:acme")]
    [InlineData("room:1")]
    public void A_name_without_the_prefix_is_unmatched(string name) => Assert.Equal(TopicNameKind.Unmatched, TopicName.Parse(name, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007f")]
    [InlineData("\u0085")]
    public void A_missing_key_or_one_with_control_characters_is_invalid(string key) =>
        Assert.Equal(TopicNameKind.Invalid, TopicName.Parse(TopicName.Prefix + key, out _));

    // Built from code units, because attributes cannot hold a lone surrogate.
    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDBFF, 'a')]
    [InlineData(0xDC00)]
    [InlineData(0xDE00, 0xD83D)]
    [InlineData('a', 0xD83D, 0xD83D, 0xDE00)]
    public void A_key_with_a_lone_surrogate_is_invalid(params int[] codeUnits)
    {
        var key = string.Concat(codeUnits.Select(unit => (char)unit));
        Assert.Equal(TopicNameKind.Invalid, TopicName.Parse(TopicName.Prefix + key, out _));
    }

    [Theory]
    [InlineData("x", 246, TopicNameKind.Ours)]
    [InlineData("x", 247, TopicNameKind.Invalid)]
    [InlineData("é", 123, TopicNameKind.Ours)]
    [InlineData("é", 124, TopicNameKind.Invalid)]
    [InlineData("😀", 61, TopicNameKind.Ours)]
    [InlineData("😀", 62, TopicNameKind.Invalid)]
    public void A_name_is_at_most_255_bytes_of_UTF8(string unit, int count, TopicNameKind expected) =>
        Assert.Equal(expected, TopicName.Parse(TopicName.Prefix + string.Concat(Enumerable.Repeat(unit, count)), out _));

    [Fact]
    public void A_keys_hash_never_changes_or_shards_would_move_between_versions()
    {
        Assert.Equal(4948779126678378721UL, new TopicKey("acme").Hash);
        Assert.Equal(3177284604324879296UL, new TopicKey("日本").Hash);
    }
}
