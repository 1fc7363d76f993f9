using Realtime.Local;
using Realtime.Testing;

namespace Realtime.Cluster.Tests.Operators;

/// <summary>A fact that needs nginx, and what a cluster needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxFactAttribute : PostgresFactAttribute
{
    /// <summary>Skipped, with the reason, where it is not installed.</summary>
    public NginxFactAttribute()
    {
        if (!Nginx.IsInstalled) Skip ??= "nginx is not installed (Debian: apt-get install nginx-light)";
    }
}
