using Xunit;

namespace Realtime.Testing;

/// <summary>A test that needs PostgreSQL: skipped, with the reason, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class PostgresFactAttribute : FactAttribute
{
    /// <summary>Decides whether to skip.</summary>
    public PostgresFactAttribute() => Skip = PostgresPrograms.Missing;
}
