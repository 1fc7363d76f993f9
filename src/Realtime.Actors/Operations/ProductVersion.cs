using System.Reflection;

namespace Realtime.Actors.Operations;

/// <summary>The version of the product that this process runs, with its commit where the build knew it.</summary>
public static class ProductVersion
{
    /// <summary>Such as <c>0.1.0+5731e60</c>.</summary>
    public static string Text { get; } = Short(typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>Twelve digits of a commit name one as well as forty.</summary>
    private static string Short(string version) => version.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus && version.Length > plus + 13 ? version[..(plus + 13)] : version;
}
