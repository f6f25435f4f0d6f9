using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Traffic;

/// <summary>Who is among a canary's share: near enough to the percentage, for ever, and never out again when it grows.</summary>
public class CanaryShareTests
{
    private const int Subjects = 1_000_000;

    private static readonly double[] Steps = [0.5, 1, 5, 25, 50, 99];

    [Theory]
    [InlineData("user-")]
    [InlineData("")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c")]
    public async Task AMillionSubjects_AreSharedWithin03Points_AndNobodyFlipsBack(string prefix)
    {
        var canaries = await MakeAsync(Steps, "salt");
        var counts = new int[Steps.Length];
        for (var i = 0; i < Subjects; i++)
        {
            var subject = prefix + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var was = false;
            for (var step = 0; step < Steps.Length; step++)
            {
                var isChosen = canaries[step].IsChosen(subject);
                Assert.True(isChosen || !was, $"{subject} was among {Steps[step - (step > 0 ? 1 : 0)]} % and is not among {Steps[step]} %");
                was = isChosen;
                counts[step] += isChosen ? 1 : 0;
            }
        }

        for (var step = 0; step < Steps.Length; step++)
        {
            Assert.InRange(100d * counts[step] / Subjects, Steps[step] - 0.3, Steps[step] + 0.3);
        }
    }

    [Fact]
    public async Task ZeroIsNobody_AndAHundredEverybody()
    {
        var canaries = await MakeAsync([0, 100], "salt");

        Assert.DoesNotContain(Enumerable.Range(0, 100_000), i => canaries[0].IsChosen("user " + i));
        Assert.All(Enumerable.Range(0, 100_000), i => Assert.True(canaries[1].IsChosen("user " + i)));
    }

    /// <summary>Two salts choose independently: a quarter of those whom one chooses at one half is chosen by both.</summary>
    [Fact]
    public async Task AnotherSalt_ChoosesOthers()
    {
        var one = (await MakeAsync([50], "salt"))[0];
        var other = (await MakeAsync([50], "pepper"))[0];

        var both = Enumerable.Range(0, 100_000).Count(i => one.IsChosen("user " + i) && other.IsChosen("user " + i));

        Assert.InRange(both / 100_000d, 0.24, 0.26);
    }

    private static async Task<OneApi.Client.Traffic.Canary[]> MakeAsync(double[] percents, string salt)
    {
        await using var gateway = TestGateway.Of(options =>
        {
            options.Channels.Add(new() { Name = "new", Provider = "stub" });
            var group = options.Groups["default"] = new();
            foreach (var percent in percents)
            {
                group.Canary.Add(new() { Name = "at " + percent, Channels = { "new" }, Percent = percent, Salt = salt });
            }
        });
        return gateway.Snapshot.Groups["default"].Canaries;
    }
}
