package afpacket

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// Ring is a socket with a receive ring that it shares with the kernel. It is a capture.LiveSource.
//
// Packets are lent out of the ring itself, in runs: a block of version 3, the frames that are ready of version 2. A run goes back to the kernel when the
// reader comes for the first packet behind it.
type Ring struct {
	conn
	m    *mapping
	look func(fd uintptr) bool // waits for the run at block
	err  error                 // the last one
	end  error                 // of look

	block int    // number of the block of memory where reading is
	run   []byte // that block, while some of it is lent
	at    int    // offset in it of the next packet
	left  int    // packets of the run that are not delivered

	frame, first               int // version 2: the next frame in the block, and the first one of the run
	framesPerBlock, frameBytes int

	dropped   uint64 // for the next Info
	infos     []capture.Info
	lent      []lent // what was lent last
	lentCount int
	start     int // of the packet that was decoded last
}

// lent is where a packet stands in the block: its header and its first byte.
type lent struct{ at, start int }

var _ capture.LiveSource = (*Ring)(nil)

// Open opens an interface, or all with the name "any", with a mapped receive ring. It needs CAP_NET_RAW.
func Open(name string, live capture.Live, opts ...Option) (*Ring, error) {
	cfg, err := newConfig(live, opts)
	if err != nil {
		return nil, err
	}
	r := new(Ring)
	r.isRing = true
	if err = r.init(name, cfg); err == nil {
		err = r.mapRing()
	}
	if err == nil {
		err = r.attach()
	}
	if err != nil {
		r.abandon()
		if r.m != nil {
			_ = r.m.close()
		}
		return nil, fmt.Errorf("afpacket: %s: %w", name, err)
	}
	r.begin()
	return r, nil
}

func (r *Ring) begin() {
	r.infos, r.lent = make([]capture.Info, 1), make([]lent, 1)
	r.look = r.lookV3
	if r.cfg.version == V2 {
		r.look = r.lookV2
	}
	// A closed ring that nobody reads any more has a block left.
	runtime.AddCleanup(r, (*mapping).forget, r.m)
}

// forget is for rings that are garbage. What was not closed stays: data that was lent may still be used.
func (m *mapping) forget() {
	if m.shut.Load() {
		m.leave()
	}
}

// mapRing makes the ring and maps it.
func (r *Ring) mapRing() error {
	number := unix.TPACKET_V3
	if r.cfg.version == V2 {
		number = unix.TPACKET_V2
	}
	if err := r.set(unix.SOL_PACKET, unix.PACKET_VERSION, number); err != nil {
		return fmt.Errorf("%v: %w", r.cfg.version, err)
	}
	if r.cfg.live.Clock == capture.HardwareClock {
		if err := r.set(unix.SOL_PACKET, unix.PACKET_TIMESTAMP, unix.SOF_TIMESTAMPING_RAW_HARDWARE|unix.SOF_TIMESTAMPING_SOFTWARE); err != nil {
			return fmt.Errorf("PACKET_TIMESTAMP: %w", err)
		}
	}
	if r.cfg.isCooked || r.cfg.insertVLAN {
		if err := r.set(unix.SOL_PACKET, unix.PACKET_RESERVE, headroom); err != nil {
			return fmt.Errorf("PACKET_RESERVE: %w", err)
		}
	}
	size, count, frame, err := r.cfg.geometry(os.Getpagesize())
	if err != nil {
		return err
	}
	r.framesPerBlock, r.frameBytes = size/frame, frame
	features := uint32(0)
	if r.cfg.hash {
		features = 1 // TP_FT_REQ_FILL_RXHASH
	}
	if r.cfg.version == V2 {
		err = unix.SetsockoptTpacketReq(r.fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &unix.TpacketReq{
			Block_size: uint32(size), Block_nr: uint32(count), Frame_size: uint32(frame), Frame_nr: uint32(r.framesPerBlock * count),
		})
	} else {
		err = unix.SetsockoptTpacketReq3(r.fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &unix.TpacketReq3{
			Block_size: uint32(size), Block_nr: uint32(count), Frame_size: uint32(frame), Frame_nr: uint32(r.framesPerBlock * count),
			Retire_blk_tov: uint32(max(r.cfg.live.Delay/time.Millisecond, 1)), Feature_req_word: features,
		})
	}
	if err != nil {
		return fmt.Errorf("ring of %d blocks of %d bytes: %w", count, size, err)
	}
	if r.m, err = newMapping(r.fd, size, count); err != nil {
		return os.NewSyscallError("mmap", err)
	}
	return nil
}

// Next waits for the next packet. It and its Info are lent until the next call of Next or NextBatch; see capture.Source and capture.LiveSource.
func (r *Ring) Next() ([]byte, *capture.Info, error) {
	if r.left == 0 || r.m.shut.Load() {
		if err := r.advance(); err != nil {
			return nil, nil, err
		}
	}
	info := &r.infos[0]
	at := r.at
	data, ok := r.take(info)
	if !ok {
		return nil, nil, r.corrupt()
	}
	r.lent[0], r.lentCount = lent{at, r.start}, 1
	return data, info, nil
}

// NextBatch waits for a packet and gives all that are in the same run, at most len(recs). They are lent until the next call of Next or NextBatch.
func (r *Ring) NextBatch(recs []capture.Record) (int, error) {
	if len(recs) == 0 {
		return 0, nil
	}
	if r.left == 0 || r.m.shut.Load() {
		if err := r.advance(); err != nil {
			return 0, err
		}
	}
	n := min(len(recs), r.left)
	if len(r.infos) < n {
		r.infos, r.lent = make([]capture.Info, n), make([]lent, n)
	}
	r.lentCount = 0
	for i := range n {
		at := r.at
		data, ok := r.take(&r.infos[i])
		if !ok {
			return 0, r.corrupt()
		}
		r.lent[i] = lent{at, r.start}
		recs[i] = capture.Record{Data: data, Info: &r.infos[i]}
	}
	r.lentCount = n
	return n, nil
}

// take decodes the packet at r.at.
func (r *Ring) take(info *capture.Info) ([]byte, bool) {
	if r.cfg.version == V3 {
		return r.takeV3(info)
	}
	return r.takeV2(info)
}

// corrupt is the error of a ring that contradicts itself, or has been closed just now.
func (r *Ring) corrupt() error {
	if r.m.shut.Load() {
		return r.finish()
	}
	r.err = fmt.Errorf("afpacket: %s: block %d of the ring is damaged at offset %d", r.name, r.block, r.at)
	r.left = 0
	return r.err
}

// advance gives the run back and waits for the next one.
func (r *Ring) advance() error {
	if r.err != nil {
		return r.err
	}
	if r.m.shut.Load() {
		return r.finish()
	}
	if r.run != nil {
		r.giveBack()
	}
	for r.left == 0 {
		r.end = nil
		err := r.raw.Read(r.look)
		switch {
		case r.m.shut.Load():
			return r.finish()
		case errors.Is(err, os.ErrDeadlineExceeded):
			return err
		case err != nil:
			r.pause()
		case r.end != nil:
			return r.remember(r.end)
		}
	}
	return r.second(r.runSecond())
}

// finish ends a closed ring.
func (r *Ring) finish() error {
	r.run, r.left, r.err = nil, 0, capture.ErrClosed
	r.m.leave()
	return r.err
}

// remember keeps errors that do not pass.
func (r *Ring) remember(err error) error {
	if errors.Is(err, capture.ErrGone) {
		r.err = err
	}
	return err
}

// giveBack returns the run to the kernel.
func (r *Ring) giveBack() {
	if r.cfg.version == V3 {
		storeStatus(r.run[blockStatus:], unix.TP_STATUS_KERNEL)
		r.block++
	} else {
		r.giveBackV2()
	}
	if r.block*r.m.block == len(r.m.mem) {
		r.block = 0
	}
	r.run = nil
}

// Details is what else the kernel says of packet i of those that were lent last: 0 after Next.
func (r *Ring) Details(i int) (Details, error) {
	if r.run == nil || i < 0 || i >= r.lentCount || r.m.shut.Load() {
		return Details{}, fmt.Errorf("afpacket: no packet %d is lent", i)
	}
	d := r.details(r.lent[i])
	if r.cfg.vnet {
		d.VNet = parseVNet(r.run[r.lent[i].start-vnetLength:])
	}
	return d, nil
}

// Close ends the capture and wakes a reader that waits, which gets capture.ErrClosed. Data that is lent stays as it is until the reader's next call. What of it nobody
// comes back for is a block of memory, which the garbage collector frees with the ring.
func (r *Ring) Close() error {
	if !r.shut() {
		return nil
	}
	r.m.shut.Store(true)
	return errors.Join(r.file.Close(), r.m.close())
}

// geometry is the size of blocks, their number, and the size of frames, which version 3 wants to know but does not use.
func (c *config) geometry(page int) (size, count, frame int, err error) {
	size, count, frame = c.blockSize, c.blocks, c.frameSize
	if frame == 0 {
		frame = c.defaultFrame()
	}
	if frame%16 != 0 || frame < 256 {
		return 0, 0, 0, fmt.Errorf("frame of %d bytes: a multiple of 16, at least 256", frame)
	}
	if size == 0 && count == 0 {
		size = DefaultBlock
		if c.version == V2 {
			size = (frame + page - 1) / page * page
			for size < 256<<10 {
				size *= 2
			}
		}
		buffer := c.live.Buffer
		if buffer == 0 {
			buffer = DefaultBuffer
		}
		if c.version == V3 {
			size = c.blockSizeFor(buffer)
		}
		if count = max(buffer/size, 2); count*size < buffer {
			count++
		}
	}
	switch {
	case size <= 0 || size%page != 0 || size < frame:
		err = fmt.Errorf("block of %d bytes: a multiple of the page size %d, at least a frame of %d", size, page, frame)
	case count < 2 || count > math.MaxInt32/size:
		err = fmt.Errorf("%d blocks of %d bytes: at least 2 blocks, below 2 GiB together", count, size)
	}
	return size, count, frame, err
}

// blockSizeFor is the size of version 3's blocks in a ring of so many bytes. A reader is woken for each block, so they are large where Live.Delay is long; but there are
// enough of them to hold heldTime, each with the packets of one delay.
func (c *config) blockSizeFor(buffer int) int {
	size := DefaultBlock
	for buffer/size < leastBlocks && size > leastBlock {
		size /= 2 // few large blocks lose more while one is read
	}
	enough := max(int(heldTime/c.live.Delay), leastBlocks)
	for size < largestBlock && buffer/(2*size) >= enough {
		size *= 2
	}
	return size
}

func (c *config) defaultFrame() int {
	if c.version == V3 {
		return 2048
	}
	const overhead = 256 // header, room in front, alignment
	return (min(c.live.SnapLen, largestPacket) + overhead + 127) &^ 127
}
