using OneApi.Client.Errors;
using Xunit;

namespace OneApi.Client.Tests.Errors;

/// <summary>The table of design §6.</summary>
public class ErrorConsequencesTests
{
    [Fact]
    public void Of_EveryKind_FollowsTheDesign()
    {
        var written = DesignTable.Lines.Select(static line => string.Join(" | ", line.Split('|', StringSplitOptions.TrimEntries))).Order(StringComparer.Ordinal);
        var actual = Enum.GetValues<OneApiErrorKind>()
            .Select(static kind => ErrorConsequences.Of(kind))
            .Select(static row => $"{row.Kind} | {row.SameChannel} | {row.AnotherChannel} | {row.Health} | {row.HttpStatus}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(written, actual);
    }

    [Fact]
    public void IsTransient_WhereTheSameCallMaySucceedLater()
    {
        var transient = Enum.GetValues<OneApiErrorKind>().Where(static kind => new OneApiException(kind).IsTransient);

        Assert.Equal(
            [
                OneApiErrorKind.RateLimited,
                OneApiErrorKind.ProviderUnavailable,
                OneApiErrorKind.Timeout,
                OneApiErrorKind.EmptyResponse,
                OneApiErrorKind.ProtocolViolation,
                OneApiErrorKind.CallerRateLimited,
                OneApiErrorKind.NoChannel,
            ],
            transient);
    }
}
