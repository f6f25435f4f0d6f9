namespace OneApi.Client.Testing.Tests;

public sealed class FaultFactoryTests
{
    [Fact]
    public void ImpossibleFaults_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.ServerError(404));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.CutStream(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.SlowBody(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.Html(600));
    }

    [Fact]
    public async Task Fault_ForNoRequest_IsRefused()
    {
        await using var fake = FakeOpenAI.Start();

        Assert.Throws<ArgumentOutOfRangeException>(() => fake.Fault(Fault.Reset(), times: 0));
        Assert.Throws<ArgumentNullException>(() => fake.Fault(null!));
    }

    [Fact]
    public void ToString_SaysWhatGoesWrong()
    {
        Assert.Equal("ServerError(503)", Fault.ServerError(503).ToString());
        Assert.Equal("RateLimited(00:00:02)", Fault.RateLimited(TimeSpan.FromSeconds(2)).ToString());
        Assert.Equal("CutStream(3)", Fault.CutStream(3).ToString());
        Assert.Equal("Overloaded", Fault.Overloaded().ToString());
        Assert.Equal("Silence", Fault.Silence().ToString());
    }
}
