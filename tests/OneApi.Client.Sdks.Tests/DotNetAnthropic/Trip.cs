namespace OneApi.Client.Sdks.Tests.DotNetAnthropic;

/// <summary>What a typed answer is asked to be; the SDK wants a constructor without parameters.</summary>
public sealed class Trip
{
    public string? City { get; set; }

    public int? Days { get; set; }
}
