using System.Buffers;
using System.Text;

namespace Realtime.Protocol.Tests;

/// <summary>The exact bytes of data payloads.</summary>
public class FrameWriterTests
{
    private static readonly FrameHeader Live = new(
        FrameKind.Snapshot, "3f9a", Seq: 1790000000000, NextDue: 1790000005000, AsOf: 1789999999800, Now: 1790000000120, FrameState.Live);

    [Fact]
    public void A_snapshot_has_the_envelope_then_key_columns_and_rows() => Assert.Equal(
        """
        {"kind":"snapshot","epoch":"3f9a","seq":1790000000000,"next_due":1790000005000,"as_of":1789999999800,"now":1790000000120,"state":"live","key":["country"],"columns":["country","viewers"],"rows":[["US",24100],["BR",19873]]}
        """,
        Written.Text(to => FrameWriter.Write(
            to, Live, FrameWriter.SnapshotTail(["country"], ["country", "viewers"], """["US",24100],["BR",19873]"""u8))));

    [Fact]
    public void A_delta_names_its_base_before_its_seq() => Assert.Equal(
        """
        {"kind":"delta","epoch":"3f9a","base":1789999995000,"seq":1790000000000,"next_due":1790000005000,"as_of":1789999999800,"now":1790000000120,"state":"live","upsert":[["BR",19901]],"remove":[["CL"]]}
        """,
        Written.Text(to => FrameWriter.Write(
            to, Live with { Kind = FrameKind.Delta, Base = 1789999995000 }, FrameWriter.DeltaTail("""["BR",19901]"""u8, """["CL"]"""u8))));

    [Fact]
    public void Progress_says_since_when_and_why_a_data_set_is_not_live() => Assert.Equal(
        """
        {"kind":"progress","epoch":"3f9a","seq":1790000000000,"next_due":1790000005000,"as_of":1789999999800,"now":1790000000120,"state":"failing","since":1789999998000,"reason":"store \"a\" timeout"}
        """,
        Written.Text(to => FrameWriter.Write(
            to, Live with { Kind = FrameKind.Progress, State = FrameState.Failing, Since = 1789999998000, Reason = "store \"a\" timeout" }, [])));

    [Fact]
    public void The_first_frame_of_a_new_owner_tells_the_gap_in_seconds() => Assert.Equal(
        """
        {"kind":"progress","epoch":"3f9a","seq":1790000000000,"next_due":1790000005000,"as_of":1789999999800,"now":1790000000120,"state":"live","moved":{"gap":1.25}}
        """,
        Written.Text(to => FrameWriter.Write(to, Live with { Kind = FrameKind.Progress, MovedGapMs = 1250 }, [])));

    [Fact]
    public void What_is_not_known_yet_is_null_and_not_left_out() => Assert.Equal(
        """{"kind":"progress","epoch":null,"seq":null,"next_due":null,"as_of":null,"now":0,"state":"late"}""",
        Written.Text(to => FrameWriter.Write(to, new FrameHeader(FrameKind.Progress, null, null, null, null, 0, FrameState.Late), [])));

    [Theory]
    [InlineData(FrameState.Live, "live")]
    [InlineData(FrameState.Late, "late")]
    [InlineData(FrameState.Failing, "failing")]
    [InlineData(FrameState.Slow, "slow")]
    public void Every_state_has_its_name(FrameState state, string name) =>
        Assert.Equal(name, Written.Json(to => FrameWriter.Write(to, Live with { State = state }, [])).GetProperty("state").GetString());

    [Fact]
    public void A_kind_or_state_without_a_name_is_a_bug_that_shows()
    {
        Written.Bytes(to => Assert.Throws<ArgumentOutOfRangeException>(() => FrameWriter.Write(to, Live with { Kind = (FrameKind)9 }, [])));
        Written.Bytes(to => Assert.Throws<ArgumentOutOfRangeException>(() => FrameWriter.Write(to, Live with { State = (FrameState)9 }, [])));
    }

    [Fact]
    public void The_longest_numbers_are_written_whole()
    {
        var frame = Written.Json(to => FrameWriter.Write(to, Live with { Seq = long.MinValue, Now = long.MaxValue }, []));

        Assert.Equal((long.MinValue, long.MaxValue), (frame.GetProperty("seq").GetInt64(), frame.GetProperty("now").GetInt64()));
    }

    [Fact]
    public void An_empty_result_is_empty_lists() => Assert.Equal(
        ""","key":[],"columns":["time"],"rows":[]""", Encoding.UTF8.GetString(FrameWriter.SnapshotTail([], ["time"], [])));

    [Fact]
    public void An_empty_delta_is_empty_lists() => Assert.Equal(""","upsert":[],"remove":[]""", Encoding.UTF8.GetString(FrameWriter.DeltaTail([], [])));

    [Fact]
    public void Column_names_are_escaped() => Assert.Equal(
        ""","key":["a\"b","c\\d"],"columns":["é"],"rows":[]""", Encoding.UTF8.GetString(FrameWriter.SnapshotTail(["a\"b", "c\\d"], ["é"], [])));

    [Fact]
    public void Writing_a_frame_allocates_nothing()
    {
        var to = new ArrayBufferWriter<byte>(4_096);
        var header = Live with { State = FrameState.Slow, Since = 1, Reason = "store is slow" };
        var tail = FrameWriter.SnapshotTail([], ["a"], "[1]"u8);

        Assert.Equal(0, Allocations.Of(() =>
        {
            to.ResetWrittenCount();
            FrameWriter.Write(to, header, tail);
        }));
    }
}
