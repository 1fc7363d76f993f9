using System.Text.Json.Serialization;

namespace Realtime.Protocol.Operations;

/// <summary>
/// What an operator's program and a member say to each other: one JSON object a line, UTF-8, over TCP. The program speaks first with <see cref="Login"/>; unknown
/// fields are ignored, so that old and new versions understand each other.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Login), "login")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Run), "run")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Line), "line")]
[JsonDerivedType(typeof(End), "end")]
public abstract record OperatorMessage
{
    /// <summary>The version of these messages that this code speaks.</summary>
    public const int CurrentVersion = 1;

    /// <summary>A longer line ends the connection, both ways; what answers may fill is cut below it.</summary>
    public const int MaxLineBytes = 1 << 20;
}

/// <summary>Program to member: who asks.</summary>
/// <param name="Version">Of the program's messages.</param>
/// <param name="User">The name it goes by on its machine: for the member's log, proves nothing.</param>
/// <param name="Token">The secret of <c>Realtime:Operations:Token</c>, where the member wants one.</param>
public sealed record Login(int Version, string User, string? Token = null) : OperatorMessage;

/// <summary>Member to program: what it can be asked.</summary>
/// <param name="Version">Of the member's messages.</param>
/// <param name="Node">Its cluster address.</param>
/// <param name="Product">The version of the product it runs.</param>
/// <param name="Palettes">What it knows.</param>
public sealed record Welcome(int Version, string Node, string Product, IReadOnlyList<PaletteDefinition> Palettes) : OperatorMessage;

/// <summary>Member to program: no, and the connection ends.</summary>
/// <param name="Reason">For whoever sits there.</param>
public sealed record Refused(string Reason) : OperatorMessage;

/// <summary>Program to member: run a command. Several may run at once.</summary>
/// <param name="Id">Chosen by the program; every line of the answer carries it.</param>
/// <param name="Palette">Which palette.</param>
/// <param name="Command">Which of its commands.</param>
/// <param name="Arguments">By the switch's short name, such as <c>-t</c>; a flag that is set has the value <c>true</c>.</param>
/// <param name="Json">Whether lines shall be JSON: one array of objects, or an object a line where the command streams.</param>
public sealed record Run(long Id, string Palette, string Command, IReadOnlyDictionary<string, string> Arguments, bool Json = false) : OperatorMessage;

/// <summary>Program to member: stop that command.</summary>
public sealed record Cancel(long Id) : OperatorMessage;

/// <summary>Member to program: one line of an answer.</summary>
public sealed record Line(long Id, string Text) : OperatorMessage;

/// <summary>Member to program: the answer is complete.</summary>
/// <param name="Id">Of the command.</param>
/// <param name="Exit">See <see cref="OperatorExit"/>.</param>
/// <param name="Error">For the error stream; null: nothing went wrong.</param>
public sealed record End(long Id, int Exit, string? Error = null) : OperatorMessage;
